/* A MIDI sequencer without a device, for machines whose kernel has none: Qtractor plays nothing
 * unless it can open one. Loaded before libasound; no event ever comes in or goes anywhere. */
#include <errno.h>
#include <stddef.h>
#include <string.h>

static int sequencer;

int snd_seq_open(void **handle, const char *name, int streams, int mode) {
	(void)streams, (void)mode;
	/* The second client only watches for other clients. */
	if (strcmp(name, "hw") == 0) return -ENOENT;
	*handle = &sequencer;
	return 0;
}

int snd_seq_client_id(void *handle) { (void)handle; return 128; }

int snd_seq_event_input(void *handle, void **event) {
	(void)handle;
	*event = NULL;
	return -EAGAIN;
}

#define NOTHING(name) int name(void *handle) { (void)handle; return 0; }
NOTHING(snd_seq_close)
NOTHING(snd_seq_alloc_queue)
NOTHING(snd_seq_create_simple_port)
NOTHING(snd_seq_delete_simple_port)
NOTHING(snd_seq_control_queue)
NOTHING(snd_seq_drain_output)
NOTHING(snd_seq_drop_input)
NOTHING(snd_seq_drop_output)
NOTHING(snd_seq_event_input_pending)
NOTHING(snd_seq_event_output)
NOTHING(snd_seq_event_output_direct)
NOTHING(snd_seq_free_queue)
NOTHING(snd_seq_get_port_info)
NOTHING(snd_seq_get_queue_status)
NOTHING(snd_seq_get_queue_tempo)
NOTHING(snd_seq_poll_descriptors)
NOTHING(snd_seq_poll_descriptors_count)
NOTHING(snd_seq_remove_events)
NOTHING(snd_seq_set_client_name)
NOTHING(snd_seq_set_port_info)
NOTHING(snd_seq_set_queue_tempo)
NOTHING(snd_seq_set_queue_timer)
NOTHING(snd_seq_subscribe_port)
NOTHING(snd_seq_unsubscribe_port)

#define NONE(name) int name(void *handle) { (void)handle; return -ENOENT; }
NONE(snd_seq_get_any_client_info)
NONE(snd_seq_get_any_port_info)
NONE(snd_seq_query_next_client)
NONE(snd_seq_query_next_port)
NONE(snd_seq_query_port_subscribers)
