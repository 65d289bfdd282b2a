#include "mm.c"
// expect: finishes
