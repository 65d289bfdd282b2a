int global; // error LANG02 at 5: the global variable `global` is not part of the routine language
int other = 3; // error LANG02 at 5: the global variable `other` is not part of the routine language
typedef int number; // error LANG02 at 1: a definition of a type is not part of the routine language
struct s { int a; }; // error LANG02 at 1: a definition of a type is not part of the routine language
enum e { A }; // error LANG02 at 1: an enum is not part of the routine language
union u; // error LANG02 at 1: a definition of a type is not part of the routine language
int f(a) int a; { return 1; } // error LANG02 at 7: the parameter `a` has no type // error LANG02 at 10: a parameter declared after the parentheses is not part of the routine language
int g(int a, ...) { return a; } // error LANG02 at 14: `...` in a parameter list is not part of the routine language
int h(int) { return 1; } // error LANG02 at 7: this parameter has no name
int i(int a[3]) { return 1; } // error LANG02 at 11: an array is not part of the routine language
int j(int (*a)(void)) { return 1; } // error LANG02 at 11: a declarator in parentheses is not part of the routine language
int k(const int a) { return a; } // error LANG02 at 7: a qualifier is not part of the routine language
int m(int (*)(void)) { return 1; } // error LANG02 at 11: a function pointer is not part of the routine language
int n(register int a) { return a; } // error LANG02 at 7: `register` is not part of the routine language here
int (*o)(void); // error LANG02 at 5: a declarator in parentheses is not part of the routine language
int p(a) { return 1; } // error LANG02 at 7: this parameter has no name // error LANG06 at 7: the type `a` is not modelled
__attribute__((noinline)) int q(void) { return 1; } // error LANG02 at 1: an attribute is not part of the routine language
if (1) ; // error LANG02 at 1: a statement outside a function
extern "C" { } // error LANG02 at 1: extern "C" is not part of the routine language
register int r(void) { return 1; } // error LANG02 at 1: `register` is not part of the routine language here
int s { return 1; } // error LANG02 at 1: `s` has no parameter list
int (*t(void))(void) { return 1; } // error LANG02 at 5: a declarator in parentheses is not part of the routine language
int u1(int g(void)) { return 1; } // error LANG08 at 12: `g` hides a function // error LANG02 at 12: a function pointer or a local prototype is not part of the routine language
int v()() { return 1; } // error LANG02 at 5: a function pointer or a local prototype is not part of the routine language
#define F(x) x // error LANG02 at 1: a macro with parameters is not part of the routine language
#define BROKEN ) ( // error LANG03 at 9: the value of `BROKEN` is not a number
#define EMPTY // error LANG03 at 9: the value of `EMPTY` is not a number
#define WORD "a" // error LANG03 at 9: the value of `WORD` is not a number
#define SUM 1 + 2 // error LANG03 at 9: the value of `SUM` is not a number
#define NAME other // error LANG03 at 9: the value of `NAME` is not a number
#undef F // error LANG02 at 1: this preprocessor line is not part of the routine language
#include <linux/mm.h> // error LANG03 at 10: `<linux/mm.h>` is not a routine file
#ifndef A // error LANG02 at 1: conditional compilation is not part of the routine language
#endif
;
