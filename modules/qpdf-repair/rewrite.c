/* SPDX-License-Identifier: Apache-2.0 */
/* rewrite.c -- a damaged PDF written anew by libqpdf.
 *
 * qpdf_read_memory(), not qpdf_read(): that one reads through stdio, ten
 * times as slow for files of many objects. */
#include "rewrite.h"

#include <qpdf/qpdf-c.h>

static enum apart_end
why(qpdf_data qpdf)
{
	qpdf_error error = qpdf_get_error(qpdf);

	return qpdf_get_error_code(qpdf, error) == qpdf_e_password
		   ? APART_ENCRYPTED
		   : APART_DAMAGED;
}

static bool
write_anew(qpdf_data qpdf)
{
	if ((qpdf_init_write_memory(qpdf) & QPDF_ERRORS) != 0)
		return false;
	qpdf_set_stream_data_mode(qpdf, qpdf_s_preserve);
	qpdf_set_object_stream_mode(qpdf, qpdf_o_preserve);
	return (qpdf_write(qpdf) & QPDF_ERRORS) == 0;
}

enum apart_end
rewrite_pdf(const void *user, int fd)
{
	const struct damaged *damaged = user;
	qpdf_data qpdf = qpdf_init();
	enum apart_end end = APART_DONE;

	qpdf_silence_errors(qpdf);
	qpdf_set_suppress_warnings(qpdf, QPDF_TRUE);
	qpdf_set_attempt_recovery(qpdf, QPDF_TRUE);
	if ((qpdf_read_memory(
		 qpdf, "the document", damaged->bytes, damaged->len, NULL) &
		QPDF_ERRORS) != 0 ||
	    /* Walks the page tree, and mends it. */
	    qpdf_get_num_pages(qpdf) < 0 || !write_anew(qpdf))
		end = why(qpdf);
	else
		apart_write(
		    fd, qpdf_get_buffer(qpdf), qpdf_get_buffer_length(qpdf));
	qpdf_cleanup(&qpdf);
	return end;
}
