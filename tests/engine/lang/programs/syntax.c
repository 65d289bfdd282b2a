int f(int a)
{
	a = 1 // error LANG01 at 7: `;` is missing here
	return a;
}
int g(int a)
{
	a = = 2; // error LANG01 at 6: `=` does not fit here
	unknown(1);
	return a +; // error LANG01 at 12: a name is missing here
}
int h(int a { // error LANG01 at 12: `)` is missing here
	return a;
}
void i(int a)
{
	a = 1;
end: // error LANG01 at 5: `;` is missing here
}
