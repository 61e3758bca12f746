/* SPDX-License-Identifier: Apache-2.0 */
/* colour.c -- the colours, and the transparency, that what is drawn on a
 * PDF/A document may have. */
#include "colour.h"

/* D65, as IEC 61966-2-1 has it. */
#define WHITE "/WhitePoint[.9505 1 1.089]"
#define GREY  "[/CalGray<<" WHITE "/Gamma 2.2>>]"
#define RGB                                                    \
	"[/CalRGB<<" WHITE "/Gamma[2.2 2.2 2.2]/Matrix[.4124 " \
	".2126 .0193 .3576 .7152 .1192 .1805 .0722 .9505]>>]"

bool
csi_pdf_has_device(
    const struct csi_pdf_promises *promises, enum csi_pdf_device device)
{
	if (promises->archive == 0)
		return true;
	switch (device) {
	case CSI_PDF_GREY: return promises->intended != CSI_PDF_INTENDED_NONE;
	case CSI_PDF_RGB: return promises->intended == CSI_PDF_INTENDED_RGB;
	case CSI_PDF_CMYK: break;
	}
	return promises->intended == CSI_PDF_INTENDED_CMYK;
}

const char *
csi_pdf_space(
    const struct csi_pdf_promises *promises, enum csi_pdf_device device)
{
	bool is_right = csi_pdf_has_device(promises, device);

	switch (device) {
	case CSI_PDF_GREY: return is_right ? "/DeviceGray" : GREY;
	case CSI_PDF_RGB: return is_right ? "/DeviceRGB" : RGB;
	case CSI_PDF_CMYK: break;
	}
	return "/DeviceCMYK";
}

const char *
csi_pdf_default_spaces(const struct csi_pdf_promises *promises)
{
	if (!csi_pdf_has_device(promises, CSI_PDF_GREY))
		return "/DefaultGray " GREY "/DefaultRGB " RGB;
	if (!csi_pdf_has_device(promises, CSI_PDF_RGB))
		return "/DefaultRGB " RGB;
	return "";
}

bool
csi_pdf_has_transparency(const struct csi_pdf_promises *promises)
{
	return promises->archive == 0 ||
	       (promises->archive > 1 &&
		   promises->intended != CSI_PDF_INTENDED_NONE);
}
