#define CONFIG_PLAIN 0
#define CONFIG_NAMED 1 /* Gather mode: rule | fast | batched */
#define CONFIG_LABEL 1 // only a label
#define CONFIG_ONE 0 /* one: value */ // error LANG05 at 9: the comment of CONFIG_ONE gives `value` for values
#define CONFIG_EMPTY 0 /* empty: a | | b */ // error LANG05 at 9: the comment of CONFIG_EMPTY gives `a |  | b` for values
#define CONFIG_RANGE 2 /* range: off | on */ // error LANG05 at 9: CONFIG_RANGE is 2, but has values 0 to 1: off | on
#define CONFIG_NEGATIVE (-1) /* negative */ // error LANG05 at 9: CONFIG_NEGATIVE is -1, but has values 0 to 1: off | on
#define HEX (0x10) // sixteen
#define CONFIG_MANY 0 /* many: 1|2|3|4|5|6|7|8|9 */ // error LANG05 at 9: the comment of CONFIG_MANY gives `1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9` for values
