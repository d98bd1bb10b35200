/* Sends to librdkafka's mock cluster of three brokers, which is a part of librdkafka, and prints both rates as JSON. */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AWAITED 3000
#define BULK 300000

static long delivered, failed;

static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *message, void *opaque) {
  (void)rk;
  (void)opaque;
  if (message->err) failed++;
  delivered++;
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void set(rd_kafka_conf_t *conf, const char *name, const char *value) {
  char error[512];
  if (rd_kafka_conf_set(conf, name, value, error, sizeof error) == RD_KAFKA_CONF_OK) return;
  fprintf(stderr, "%s\n", error);
  exit(1);
}

static rd_kafka_t *producer(const char *linger) {
  char error[512];
  rd_kafka_conf_t *conf = rd_kafka_conf_new();
  set(conf, "test.mock.num.brokers", "3");
  set(conf, "acks", "all");
  set(conf, "enable.idempotence", "true");
  set(conf, "linger.ms", linger);
  set(conf, "queue.buffering.max.messages", "200000");
  rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
  rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
  if (rk == NULL) {
    fprintf(stderr, "%s\n", error);
    exit(1);
  }
  return rk;
}

static void send_one(rd_kafka_t *rk) {
  while (rd_kafka_producev(rk, RD_KAFKA_V_TOPIC("orders"), RD_KAFKA_V_VALUE("value", 5), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                           RD_KAFKA_V_END) == RD_KAFKA_RESP_ERR__QUEUE_FULL)
    rd_kafka_poll(rk, 10);
}

static void await(rd_kafka_t *rk, long count) {
  while (delivered < count) rd_kafka_poll(rk, 1);
}

int main(void) {
  rd_kafka_t *rk = producer("0");
  send_one(rk);
  await(rk, 1);
  double start = seconds();
  for (long i = 0; i < AWAITED; i++) {
    long before = delivered;
    send_one(rk);
    await(rk, before + 1);
  }
  double awaited = AWAITED / (seconds() - start);
  rd_kafka_destroy(rk);

  rk = producer("5");
  delivered = 0;
  send_one(rk);
  await(rk, 1);
  start = seconds();
  for (long i = 0; i < BULK; i++) {
    send_one(rk);
    if (i % 1000 == 0) rd_kafka_poll(rk, 0);
  }
  await(rk, BULK + 1);
  double bulk = BULK / (seconds() - start);
  rd_kafka_destroy(rk);
  if (failed > 0) return fprintf(stderr, "%ld records failed\n", failed), 1;
  printf("{\"version\": \"%s\", \"awaited\": %.0f, \"bulk\": %.0f}\n", rd_kafka_version_str(), awaited, bulk);
  return 0;
}
