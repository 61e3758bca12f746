/* SPDX-License-Identifier: Apache-2.0 */
/* attachment.h -- what files inside a PDF are, in words. */
#ifndef CLI_ATTACHMENT_H
#define CLI_ATTACHMENT_H

#include "tool.h"

/* "source": as it is given and as JSON has it. */
bool cli_relation_parse(const char *word, cseal_relation *ret_relation);
const char *cli_relation_name(cseal_relation relation);
/* For people, to be translated. */
const char *cli_relation_title(cseal_relation relation);

/* The MIME type of a file by how its name ends; NULL: none that is known. */
const char *cli_type_of(const char *name);

#endif
