/*
 * title: eager copy
 * date: before 2002
 * text: Fork copies every entry; nothing is shared. The yardstick for cost and for behaviour.
 * source: Linux 2.4.17, copy_page_range
 *
 * Nothing differs from the common mm code.
 */

#include "mm.c"
