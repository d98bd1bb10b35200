/**
 * Draws the messages in flight, once per frame. The first ones are buttons, which can be clicked and focused; if there are more, the others
 * are dots on a canvas, so that a frame takes about as long with a thousand messages as with fifty.
 */
import type { FaultPlan } from '../../../src/index.ts';
import type { Flight } from '../history/flights.ts';
import type { MessagePart } from '../history/step.ts';
import type { Branch } from './branch.ts';
import { epochStyle } from './broker.tsx';
import { colourOf } from './colours.ts';

/** Messages that are buttons. */
const BUTTONS = 48;
/** How long a lost message travels before it is lost, in ms of the film. */
const LOST_AFTER_MS = 700;
const HELD_AT = 0.18;

interface Point {
  readonly x: number;
  readonly y: number;
}

export class MessageLayer {
  private readonly stage: HTMLElement;
  private readonly air: HTMLElement;
  private readonly open: (message: MessagePart, element: Element) => void;
  private readonly canvas: HTMLCanvasElement;
  private readonly buttons = new Map<number, HTMLButtonElement>();
  private readonly resizes: ResizeObserver;
  private ports = new Map<string, Point>();
  private measuredAt = -2;

  constructor(stage: HTMLElement, air: HTMLElement, open: (message: MessagePart, element: Element) => void) {
    this.stage = stage;
    this.air = air;
    this.open = open;
    this.canvas = document.createElement('canvas');
    air.append(this.canvas);
    this.resizes = new ResizeObserver(() => {
      this.measuredAt = -2;
    });
    this.resizes.observe(stage);
  }

  close(): void {
    this.resizes.disconnect();
    this.air.replaceChildren();
  }

  draw(branch: Branch, filmMs: number, index: number): void {
    if (index !== this.measuredAt) this.measure(index);
    const flights = branch.flights.at(index);
    const shown = new Set<number>();
    for (const flight of flights.slice(0, BUTTONS)) {
      const place = this.placeOf(flight, branch, filmMs);
      if (place === null) continue;
      shown.add(flight.message.id);
      this.moveButton(flight, place, isGone(flight, branch, filmMs));
    }
    for (const [id, button] of this.buttons) {
      if (shown.has(id) || button === document.activeElement) continue;
      button.remove();
      this.buttons.delete(id);
    }
    this.drawCanvas(flights.slice(BUTTONS), branch, filmMs);
  }

  private measure(index: number): void {
    this.measuredAt = index;
    const origin = this.stage.getBoundingClientRect();
    this.ports = new Map();
    for (const port of this.stage.querySelectorAll<HTMLElement>('[data-port]')) {
      const { left, top, width, height } = port.getBoundingClientRect();
      this.ports.set(port.dataset.port ?? '', { x: left + width / 2 - origin.left, y: top + height / 2 - origin.top });
    }
    const scale = devicePixelRatio;
    const [width, height] = [Math.round(origin.width * scale), Math.round(origin.height * scale)];
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
  }

  private placeOf({ message, departs, arrives }: Flight, branch: Branch, filmMs: number): Point | null {
    const isBetweenBrokers = this.ports.has(`${message.from} far`) && this.ports.has(`${message.to} far`);
    const from = this.ports.get(isBetweenBrokers ? `${message.from} far` : message.from);
    const to = this.ports.get(isBetweenBrokers ? `${message.to} far` : message.to);
    if (from === undefined || to === undefined) return null;
    const start = branch.film.startOf(departs);
    let progress = HELD_AT;
    if (message.fate === 'lost') progress = Math.min(0.5, (0.5 * (filmMs - start)) / LOST_AFTER_MS);
    else if (message.fate === 'travels' && arrives !== null) {
      const end = branch.film.startOf(arrives);
      progress = end === start ? 1 : (filmMs - start) / (end - start);
    }
    const eased = Math.max(0, Math.min(1, progress));
    // Requests and responses keep a little apart, and so do messages that depart together.
    const aside = (message.direction === 'request' ? -7 : 7) + ((message.id % 5) - 2) * 3;
    const bow = isBetweenBrokers ? 26 * Math.sin(Math.PI * eased) : 0;
    return {
      x: from.x + (to.x - from.x) * eased + bow,
      y: from.y + (to.y - from.y) * eased + aside * Math.sin(Math.PI * eased),
    };
  }

  private moveButton({ message }: Flight, { x, y }: Point, isLost: boolean): void {
    let button = this.buttons.get(message.id);
    if (button === undefined) {
      button = this.makeButton(message);
      this.buttons.set(message.id, button);
      this.air.append(button);
    }
    button.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
    button.classList.toggle('lost', isLost);
  }

  private makeButton(message: MessagePart): HTMLButtonElement {
    const button = document.createElement('button');
    const { api, direction, from, to, label, fate, epoch } = message;
    const isMain = api === 'Produce';
    button.type = 'button';
    button.className = `message ${direction} ${isMain ? 'main' : 'other'} ${fate}`;
    for (const [name, value] of Object.entries(epochStyle(epoch))) button.style.setProperty(name, value);
    button.textContent = isMain ? (direction === 'request' ? 'Produce' : 'answer') : '';
    const held = fate === 'held' ? ', held back' : fate === 'lost' ? ', lost' : '';
    button.ariaLabel = `${label}, ${direction} from ${from} to ${to}${held}: choose a fault`;
    button.title = `${label}\n${direction} from ${from} to ${to}${held}\nClick to choose a fault`;
    button.ariaHasPopup = 'menu';
    button.onclick = () => this.open(message, button);
    return button;
  }

  /** The links between clients and brokers, and those that are cut. */
  private drawLinks(context: CanvasRenderingContext2D, branch: Branch, atMs: number): void {
    const { clients, brokers } = branch.roster.value;
    const isCut = cutsOf(branch.plan, atMs);
    const draw = (from: Point | undefined, to: Point | undefined, isBroken: boolean): void => {
      if (from === undefined || to === undefined) return;
      context.strokeStyle = colourOf(isBroken ? 'bad' : 'line');
      context.lineWidth = isBroken ? 2 : 1;
      context.setLineDash(isBroken ? [4, 5] : []);
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    };
    for (const client of clients) {
      for (const broker of brokers)
        draw(this.ports.get(client.name), this.ports.get(broker.name), isCut(client.name, broker.name));
    }
    for (const [i, one] of brokers.entries()) {
      for (const other of brokers.slice(i + 1)) {
        if (isCut(one.name, other.name))
          draw(this.ports.get(`${one.name} far`), this.ports.get(`${other.name} far`), true);
      }
    }
  }

  private drawCanvas(flights: readonly Flight[], branch: Branch, filmMs: number): void {
    const context = this.canvas.getContext('2d');
    if (context === null) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.drawLinks(context, branch, branch.history.steps[branch.film.indexAt(filmMs)]?.atMs ?? 0);
    context.fillStyle = colourOf('ink-soft');
    for (const flight of flights) {
      const place = this.placeOf(flight, branch, filmMs);
      if (place !== null) context.fillRect(place.x - 2, place.y - 2, 4, 4);
    }
  }
}

/** The pairs of hosts that a fault of the plan keeps apart at this moment. */
function cutsOf(plan: FaultPlan, atMs: number): (one: string, other: string) => boolean {
  const cuts = plan.flatMap((fault) => {
    if (!('atMs' in fault) || (fault.do !== 'partition' && fault.do !== 'partitionOneWay')) return [];
    const isOn = fault.atMs <= atMs && atMs < fault.atMs + (fault.forMs ?? Number.POSITIVE_INFINITY);
    return isOn ? [[[fault.from].flat(), [fault.to].flat()] as const] : [];
  });
  return (one, other) =>
    cuts.some(([from, to]) => (from.includes(one) && to.includes(other)) || (from.includes(other) && to.includes(one)));
}

function isGone({ message, departs }: Flight, branch: Branch, filmMs: number): boolean {
  return message.fate === 'lost' && filmMs - branch.film.startOf(departs) >= LOST_AFTER_MS;
}
