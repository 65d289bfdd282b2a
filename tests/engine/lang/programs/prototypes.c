static int f(struct mm_struct *mm, int);
extern int f(struct mm_struct *mm, unsigned long a); // error LANG25 at 12: this differs from the definition of `f` at test.c:5:12
int g(void), h(void); // error LANG25 at 14: this differs from the definition of `h` at test.c:7:6
int missing(void); // error LANG25 at 5: `missing` is declared, but defined nowhere
inline int f(struct mm_struct *m, int b) { return b; }
int g() { return 1; }
void h(void) { }
