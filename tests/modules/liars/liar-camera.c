/* SPDX-License-Identifier: Apache-2.0 */
/* liar-camera.c -- a camera that breaks its contract.  URI: liar:HOW */
#include <counterseal/module.h>

#include <stdint.h>
#include <string.h>

static cseal_status
camera_open(cseal_host *host, const char *uri, cseal_wait *wait,
    void **ret_camera, cseal_error **ret_error)
{
	*ret_camera = (void *)(uintptr_t)(uri + strlen("liar:"));
	return CSEAL_OK;
}

static void
camera_close(void *opened)
{
}

/* Goes on after the core said no. */
static cseal_status
shoot_without_end(cseal_blob *jpeg)
{
	static const uint8_t piece[65536];

	for (int i = 0; i < 1100; i++)
		cseal_blob_append(jpeg, piece, sizeof(piece), NULL);
	return CSEAL_OK;
}

static cseal_status
camera_shoot(void *opened, const struct cseal_shot_request *request,
    cseal_wait *wait, cseal_blob *jpeg, cseal_error **ret_error)
{
	const char *how = opened;

	if (strcmp(how, "endless") == 0)
		return shoot_without_end(jpeg);
	if (strcmp(how, "nowhere") == 0)
		return cseal_blob_append(jpeg, NULL, 5, ret_error);
	if (strcmp(how, "status") == 0)
		return (cseal_status)-3;
	if (strcmp(how, "both") == 0) {
		cseal_blob_append(jpeg, "\xff\xd8", 2, NULL);
		return cseal_fail(
		    ret_error, CSEAL_COUNTER_DEVICE_FAILED, "no light");
	}
	return CSEAL_OK;
}

static const struct cseal_camera_ops ops = {
	.size = sizeof(ops),
	.open = camera_open,
	.close = camera_close,
	.shoot = camera_shoot,
};

static const struct cseal_driver driver = {
	.size = sizeof(driver),
	.kind = CSEAL_KIND_CAMERA,
	.title = "A camera that breaks its contract",
	.ops.camera = &ops,
};

const struct cseal_module *
cseal_module_v1(void)
{
	static const struct cseal_module module = {
		.abi = CSEAL_MODULE_ABI,
		.id = "liar-camera",
		.version = "1",
		.driver = &driver,
	};

	return &module;
}
