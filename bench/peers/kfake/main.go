// Sends with franz-go to kfake, a fake cluster of three brokers in the same process, and prints both rates as JSON.
package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	awaited = 3_000
	bulk    = 300_000
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func client(cluster *kfake.Cluster, linger time.Duration) *kgo.Client {
	made, err := kgo.NewClient(
		kgo.SeedBrokers(cluster.ListenAddrs()...),
		kgo.DefaultProduceTopic("orders"),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.ProducerLinger(linger),
		kgo.MaxBufferedRecords(200_000),
	)
	must(err)
	return made
}

func main() {
	ctx := context.Background()
	cluster, err := kfake.NewCluster(kfake.NumBrokers(3), kfake.SeedTopics(3, "orders"))
	must(err)
	defer cluster.Close()

	one := client(cluster, 0)
	must(one.ProduceSync(ctx, kgo.StringRecord("first")).FirstErr())
	start := time.Now()
	for i := 0; i < awaited; i++ {
		must(one.ProduceSync(ctx, kgo.StringRecord("value")).FirstErr())
	}
	perSecond := awaited / time.Since(start).Seconds()
	one.Close()

	many := client(cluster, 5*time.Millisecond)
	must(many.ProduceSync(ctx, kgo.StringRecord("first")).FirstErr())
	start = time.Now()
	for i := 0; i < bulk; i++ {
		many.Produce(ctx, kgo.StringRecord("value"), func(_ *kgo.Record, err error) { must(err) })
	}
	must(many.Flush(ctx))
	bulkPerSecond := bulk / time.Since(start).Seconds()
	many.Close()

	version := "?"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "github.com/twmb/franz-go/pkg/kfake" {
				version = module.Version
			}
		}
	}
	fmt.Printf("{\"version\": %q, \"awaited\": %.0f, \"bulk\": %.0f}\n", version, perSecond, bulkPerSecond)
}
