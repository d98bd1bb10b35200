// Sends with MockProducer, which completes each send at once, and prints both rates as JSON.
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.AppInfoParser;

public class MockSends {
    static final int AWAITED = 500_000;
    static final int BULK = 500_000;

    public static void main(String[] args) throws Exception {
        run(true, 100_000);
        run(false, 100_000);
        System.out.printf("{\"version\": \"%s\", \"awaited\": %.0f, \"bulk\": %.0f}%n", AppInfoParser.getVersion(), run(true, AWAITED), run(false, BULK));
    }

    static double run(boolean awaited, int count) throws Exception {
        try (var producer = new MockProducer<>(true, new StringSerializer(), new StringSerializer())) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                var future = producer.send(new ProducerRecord<>("orders", "value"));
                if (awaited) future.get();
            }
            return count / ((System.nanoTime() - start) / 1e9);
        }
    }
}
