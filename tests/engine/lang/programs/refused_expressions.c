int f(int a, struct mm_struct *mm)
{
	int b;

	b = a ? 1 : 2; // error LANG02 at 6: the conditional operator `?:` is not part of the routine language
	b = mm[0]; // error LANG02 at 6: an array subscript is not part of the routine language
	b = sizeof(int); // error LANG02 at 6: sizeof is not part of the routine language
	b = 'x'; // error LANG02 at 6: a character is not part of the routine language
	b = true; // error LANG02 at 6: `true` is not part of the routine language
	b = (a, 2); // error LANG02 at 7: the comma operator is not part of the routine language
	b = (a = 2); // error LANG02 at 7: an assignment inside an expression is not part of the routine language
	b = a++; // error LANG02 at 6: `++` or `--` inside an expression is not part of the routine language
	b = 1.5; // error LANG02 at 6: `1.5` is not an integer from 0 to 4294967295
	b = 0x1ffffffff; // error LANG02 at 6: `0x1ffffffff` is not an integer from 0 to 4294967295
	b = 09; // error LANG02 at 6: `09` is not an integer from 0 to 4294967295
	b = mm.rss; // error LANG02 at 6: `.` is not part of the routine language
	b = (*mm)(1); // error LANG02 at 6: a call through an expression is not part of the routine language
	b = nullptr; // error LANG02 at 6: `nullptr` is not part of the routine language
	b = (int[]){1}; // error LANG02 at 6: a compound literal is not part of the routine language
	b = ({ 1; }); // error LANG02 at 7: a block inside an expression is not part of the routine language
	b = a ? a ? 1 : 2 : 3; // error LANG02 at 6: the conditional operator `?:` is not part of the routine language
	b = __alignof__(int); // error LANG02 at 6: alignof is not part of the routine language
	b = offsetof(struct page, lock); // error LANG02 at 6: offsetof is not part of the routine language
	b = (int)a; // error LANG02 at 6: a cast from `int` to `int` is not part of the routine language
	b = (struct page (*)(int))a; // error LANG02 at 19: a function pointer is not part of the routine language
	return b;
}
