export default function exercise() {
  return { 'linger.ms': 25 };
}
