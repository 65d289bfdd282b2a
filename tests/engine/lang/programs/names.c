#define LIMIT 3
#define LIMIT 4 // error LANG07 at 9: `LIMIT` is defined twice in this file, first at line 1
#define NULL 0 // error LANG09 at 9: `NULL` is the name of a constant
#define page_count 1 // error LANG09 at 9: `page_count` is the name of a primitive
#define CONFIG_FAST 1

void spin_lock(int a) { } // error LANG09 at 6: `spin_lock` is the name of a primitive
int PAGE_SIZE(void) { return 1; } // error LANG09 at 5: `PAGE_SIZE` is the name of a constant
int oracle_map(void) { return 1; } // error LANG09 at 5: `oracle_map` is the name of a primitive
int page_table_share_lock(void) { return 1; } // error LANG09 at 5: `page_table_share_lock` is the name of a global
int LIMIT(void) { return 1; } // error LANG07 at 5: `LIMIT` is defined twice in this file, first at line 1
int twice(void) { return 1; }
int twice(void) { return 2; } // error LANG07 at 5: `twice` is defined twice in this file, first at line 12

int f(int a, int a) // error LANG07 at 18: `a` is declared twice
{
	int b = LIMI, b, spin_unlock; // error LANG10 at 10: there is no variable or constant `LIMI` // error LANG07 at 16: `b` is declared twice // error LANG09 at 19: `spin_unlock` is the name of a primitive
	int twice; // error LANG08 at 6: `twice` hides a function
	int LIMIT; // error LANG08 at 6: `LIMIT` hides a #define

	{
		int b; // error LANG08 at 7: `b` hides the one outside
		int f; // error LANG08 at 7: `f` hides a function
	}
	for (int i = 0; i < b; i++)
		b = i;
	for (int i = 0; i < b; i++)
		b = i;
	b = CONFIG_FASTER + CONFIG_SLOW + unknown; // error LANG10 at 6: there is no variable or constant `CONFIG_FASTER` // error LANG10 at 22: there is no variable or constant `CONFIG_SLOW` // error LANG10 at 36: there is no variable or constant `unknown`
	b = page_table_share_lock; // error LANG10 at 6: `page_table_share_lock` is a global
	b = f; // error LANG10 at 6: `f` is a function
	b = get_pag(1) + zzzzzz(a, nothing); // error LANG11 at 6: there is no function `get_pag` // error LANG11 at 19: there is no function `zzzzzz` // error LANG10 at 29: there is no variable or constant `nothing`
	b = c; // error LANG10 at 6: there is no variable or constant `c`
	int c = c; // error LANG10 at 10: there is no variable or constant `c`
	LIMIT = 3;
	PAGE_SIZE = 3; // error LANG16 at 2: `PAGE_SIZE` is a constant, not a variable
	unknown = 3; // error LANG10 at 2: there is no variable or constant `unknown`
	f = 3; // error LANG16 at 2: `f` is a function, not a variable
	return twice(1) + f(1) + page_count(); // error LANG12 at 9: `twice` has 0 parameters, but is given 1 // error LANG22 at 20: f calls itself: f -> f // error LANG12 at 20: `f` has 2 parameters, but is given 1 // error LANG12 at 27: `page_count` has 1 parameters, but is given 0
}
