void f(int a)
{
	"text"; // error LANG02 at 2: a string is not part of the routine language
	asm("nop"); // error LANG02 at 2: inline assembly is not part of the routine language
	int b[3]; // error LANG02 at 6: an array is not part of the routine language
	int (*g)(void); // error LANG02 at 6: a declarator in parentheses is not part of the routine language
	int h(void); // error LANG02 at 6: a function pointer or a local prototype is not part of the routine language
	static int c; // error LANG02 at 2: `static` is not part of the routine language here
	const int d = 1; // error LANG02 at 2: a qualifier is not part of the routine language
	struct page page; // error LANG06 at 2: the type `struct page` is not modelled
	int (e); // error LANG02 at 6: a declarator in parentheses is not part of the routine language
	typedef int t; // error LANG02 at 2: a definition of a type is not part of the routine language
	struct s { int a; }; // error LANG02 at 2: a definition of a type is not part of the routine language
#ifdef CONFIG_SMP // error LANG02 at 1: conditional compilation is not part of the routine language
	a = 1;
#endif
#if 1 // error LANG02 at 1: conditional compilation is not part of the routine language
#endif
#define INNER 1 // error LANG02 at 1: a #define inside a function is not part of the routine language
#include "mm.c" // error LANG02 at 1: an #include inside a function is not part of the routine language
#pragma once // error LANG02 at 1: this preprocessor line is not part of the routine language
	a = b[0] + c + d + e; // error LANG02 at 6: an array subscript is not part of the routine language
	[[fallthrough]] ; // error LANG02 at 2: an attribute is not part of the routine language
	int k = {1}; // error LANG02 at 10: an initializer list is not part of the routine language
	enum v { A }; // error LANG02 at 2: an enum is not part of the routine language
	union u w; // error LANG06 at 2: the type `union u` is not modelled
}
