long a(void) { return 1; } // error LANG06 at 1: the type `long` is not modelled
unsigned b(void) { return 1; } // error LANG06 at 1: the type `unsigned` is not modelled
char c(void) { return 1; } // error LANG06 at 1: the type `char` is not modelled
void *d(void) { return NULL; } // error LANG06 at 1: the type `void *` is not modelled
pgd_t *e(void) { return NULL; } // error LANG06 at 1: the type `pgd_t *` is not modelled
struct pag *f(void) { return NULL; } // error LANG06 at 1: the type `struct pag *` is not modelled
struct page g(void) { return NULL; } // error LANG06 at 1: the type `struct page` is not modelled
pmd_t **h(void) { return NULL; } // error LANG06 at 1: the type `pmd_t **` is not modelled
int *i(void) { return NULL; } // error LANG06 at 1: the type `int *` is not modelled
unsigned long int j(signed k) { return k; }
int l(void m) { return 1; } // error LANG06 at 12: `m` is void
float n(void) { return 1; } // error LANG06 at 1: the type `float` is not modelled
widget o(void) { return 1; } // error LANG06 at 1: the type `widget` is not modelled
struct mm_struct { int a; } *p(void) { return NULL; } // error LANG02 at 1: a definition of a type is not part of the routine language
void q(void) { void r; enum s { T } u; unsigned short v; } // error LANG06 at 21: `r` is void // error LANG02 at 24: an enum is not part of the routine language // error LANG06 at 40: the type `unsigned short` is not modelled
