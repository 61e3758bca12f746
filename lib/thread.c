/* SPDX-License-Identifier: Apache-2.0 */
/* thread.c -- threads of the library's, and of modules. */
#include <counterseal/module.h>

#include <pthread.h>
#include <signal.h>

int
cseal_thread_start(void *(*run)(void *user), void *user)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t thread;
	int number;

	number = pthread_attr_init(&attributes);
	if (number != 0)
		return number;
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	number = pthread_create(&thread, &attributes, run, user);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return number;
}
