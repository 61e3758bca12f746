/* SPDX-License-Identifier: Apache-2.0 */
/* barcode.c -- Code 128 (ISO/IEC 15417), code set B. */
#include "barcode.h"

#include <stddef.h>
#include <string.h>

/* Widths of bars and gaps in turn, by value. */
static const char *const widths[] = {
	"212222",
	"222122",
	"222221",
	"121223",
	"121322",
	"131222",
	"122213",
	"122312",
	"132212",
	"221213",
	"221312",
	"231212",
	"112232",
	"122132",
	"122231",
	"113222",
	"123122",
	"123221",
	"223211",
	"221132",
	"221231",
	"213212",
	"223112",
	"312131",
	"311222",
	"321122",
	"321221",
	"312212",
	"322112",
	"322211",
	"212123",
	"212321",
	"232121",
	"111323",
	"131123",
	"131321",
	"112313",
	"132113",
	"132311",
	"211313",
	"231113",
	"231311",
	"112133",
	"112331",
	"132131",
	"113123",
	"113321",
	"133121",
	"313121",
	"211331",
	"231131",
	"213113",
	"213311",
	"213131",
	"311123",
	"311321",
	"331121",
	"312113",
	"312311",
	"332111",
	"314111",
	"221411",
	"431111",
	"111224",
	"111422",
	"121124",
	"121421",
	"141122",
	"141221",
	"112214",
	"112412",
	"122114",
	"122411",
	"142112",
	"142211",
	"241211",
	"221114",
	"413111",
	"241112",
	"134111",
	"111242",
	"121142",
	"121241",
	"114212",
	"124112",
	"124211",
	"411212",
	"421112",
	"421211",
	"212141",
	"214121",
	"412121",
	"111143",
	"111341",
	"131141",
	"114113",
	"114311",
	"411113",
	"411311",
	"113141",
	"114131",
	"311141",
	"411131",
	"211412",
	"211214",
	"211232",
	"2331112",
};
#define START_B 104
#define STOP    106
#define MODULO  103

static unsigned
value_of(char c)
{
	return c >= ' ' && c <= '~' ? (unsigned)(c - ' ') : 0;
}

static unsigned
check_value(const char *text)
{
	unsigned sum = START_B;

	for (size_t i = 0; text[i] != '\0'; i++)
		sum += (unsigned)(i + 1) * value_of(text[i]);
	return sum % MODULO;
}

/* Returns where the next symbol starts. */
static double
draw_symbol(
    cairo_t *cr, const struct box *box, double x, double module, unsigned value)
{
	const char *row = widths[value];

	for (size_t i = 0; row[i] != '\0'; i++) {
		struct box bar = { x, box->y, (row[i] - '0') * module, box->h };

		if (i % 2 == 0)
			sheet_fill(cr, &bar, 0x000000);
		x += bar.w;
	}
	return x;
}

void
barcode_draw(cairo_t *cr, const struct box *box, const char *text)
{
	size_t len = strlen(text);
	double module = box->w / (double)(11 * (len + 2) + 13);
	double x = draw_symbol(cr, box, box->x, module, START_B);

	for (size_t i = 0; i < len; i++)
		x = draw_symbol(cr, box, x, module, value_of(text[i]));
	x = draw_symbol(cr, box, x, module, check_value(text));
	draw_symbol(cr, box, x, module, STOP);
}
