#define LIMIT 2
#define CONFIG_ON 1
#define CONFIG_OFF 0
#define CONFIG_MODE 1 /* mode: a | b | c */

int loops(int a)
{
	int i, j = 0;

	for (i = 0, j = 1; i < LIMIT; i++, j += 2) {
		if (i == a)
			continue;
		if (j == a)
			break;
	}
	while (a)
		a--;
	do {
		a++;
		if (a == 3)
			continue;
	} while (a < 4);
	for (;;)
		if (a)
			goto out;
out:
	return a;
}
// code loops:
//   0   enter 0  []
//   1   a = 1
//   2   j = 0
//   3   i = 0
//   4   j = 1
//   5   unless (i < 2) goto 13
//   6   unless (i == a) goto 8
//   7   goto 10
//   8   unless (j == a) goto 10
//   9   goto 13
//  10   i = (i + 1)
//  11   j = (j + 2)
//  12   goto 5
//  13   unless a goto 16
//  14   a = (a - 1)
//  15   goto 13
//  16   a = (a + 1)
//  17   unless (a == 3) goto 19
//  18   goto 19
//  19   unless !(a < 4) goto 16
//  20   unless a goto 22
//  21   goto 23
//  22   goto 20
//  23   %result = a
//  24   goto 25
//  25   end  []

int switches(int a)
{
	switch (a) {
	case 0:
	case MMU_WALK: {
		int b = 2;

		a += b;
	}
		/* falls through */
	case 0x10:
		a = 1;
		break;
	default:
		a = 2;
	}
	switch (page_count(NULL)) {
	case 1:
		a = 3;
	}
	return a;
}
// code switches:
//   0   enter 0  []
//   1   a = 1
//   2   unless (a != 0) goto 6
//   3   unless (a != 9) goto 6
//   4   unless (a != 16) goto 8
//   5   goto 10
//   6   b = 2
//   7   a = (a + b)
//   8   a = 1
//   9   goto 11
//  10   a = 2
//  11 * %1 = page_count(0)  [a]
//  12   unless (%1 != 1) goto 14
//  13   goto 15
//  14   a = 3
//  15   %result = a
//  16   goto 17
//  17   end  []

int toggles(struct page *page)
{
	if (CONFIG_ON)
		get_page(page);
	else
		__free_page(page);
	if (CONFIG_OFF) {
		get_page(page);
	back:
		get_page(page);
	}
	if (!CONFIG_ON || page_count(page))
		goto back;
	if (CONFIG_ON && page)
		get_page(page);
	while (CONFIG_OFF)
		get_page(page);
	switch (CONFIG_MODE) {
	case 0:
		return 0;
	case 1:
		return CONFIG_ON && page_count(page);
	default:
		return 2;
	}
}
// code toggles:
//   0   enter 0  []
//   1   page = 1
//   2 * get_page(page)  [page]
//   3   goto 5
//   4 * get_page(page)  [page]
//   5 * %1 = page_count(page)  [page]
//   6   unless %1 goto 8
//   7   goto 4
//   8   unless page goto 10
//   9 * get_page(page)  [page]
//  10   goto 11
//  11   goto 12
//  12 * %3 = page_count(page)  [page]
//  13   unless %3 goto 16
//  14   %2 = 1
//  15   goto 17
//  16   %2 = 0
//  17   %result = %2
//  18   goto 19
//  19   end  []

void for_ever(void)
{
	while (1)
		;
}
// code for_ever:
//   0   enter 0  []
//   1   goto 1
//   2   end  []

void nothing(void)
{
	;
}
// code nothing:
//   0   enter 0  []
//   1   end  []
