#define CONFIG_A 0
#define CONFIG_B 1 /* b: no | yes | maybe */

int falls_off(int a)
{
	if (a)
		return 1;
} // error LANG21 at 1: `falls_off` ends here without returning a value

int loops_for_ever(int a)
{
	for (;;)
		if (a)
			return 1;
}

int toggled(int a)
{
	int x;

	if (CONFIG_A)
		x = 1;
	if (a)
		a = 2;
	if (CONFIG_A)
		return x;
	return a;
}

int wrong_when_on(void)
{
	int x;

	if (!CONFIG_A)
		x = 1;
	return x; // error LANG23 at 9: `x` is read before it is written on some path
}

int unset(int a)
{
	int x, y, z;

	if (a)
		x = 1;
	x += 1; // error LANG23 at 2: `x` is read before it is written on some path
	y++; // error LANG23 at 2: `y` is read before it is written on some path
	while (a) {
		z = 1;
		a = 0;
	}
	return a && z; // error LANG23 at 14: `z` is read before it is written on some path
}

int by_goto(int a)
{
	int x;

	if (a)
		goto out;
	x = 1;
out:
	return x; // error LANG23 at 9: `x` is read before it is written on some path
}

int through_switch(int a)
{
	int x;

	switch (CONFIG_B) {
	case 0:
		x = 1;
		break;
	case 1:
		x = 2;
	case 2:
		x = 3;
	}
	return x;
}
