/** The stage: clients on the left, brokers on the right, and the network between them. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Target } from '../faults/choices.ts';
import type { Picture } from '../history/history.ts';
import type { Branch } from './branch.ts';
import { Broker } from './broker.tsx';
import { FaultMenu, type OpenMenu } from './fault-menu.tsx';
import { Lane } from './lane.tsx';
import { MessageLayer } from './message-layer.ts';
import type { Session } from './session.ts';

interface Props {
  readonly session: Session;
  readonly branch: Branch;
}

export function Stage({ session, branch }: Props) {
  const menu = useSignal<OpenMenu | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const air = useRef<HTMLDivElement>(null);
  const { player } = session;
  const index = player.index.value;
  const { clients, brokers, partitions } = branch.roster.value;
  const picture: Picture = branch.history.at(index);
  const atMs = player.atMs(branch);

  const open = (target: Target, at: Element): void => {
    player.pause();
    menu.value = { target, at: at.getBoundingClientRect(), opener: at as HTMLElement };
  };

  useEffect(() => {
    if (stage.current === null || air.current === null) return;
    const layer = new MessageLayer(stage.current, air.current, (message, element) =>
      open({ kind: 'message', message }, element),
    );
    player.draw = () => layer.draw(branch, player.filmMs, player.index.value);
    return () => {
      player.draw = () => {};
      layer.close();
    };
  }, [branch]);
  // After the picture has changed, messages begin and end elsewhere.
  useEffect(() => player.draw());

  return (
    <section class="stage" ref={stage} aria-label="Clients, network and brokers">
      <div class="clients">
        {clients.map(({ name }, i) => (
          <Lane
            key={name}
            name={name}
            number={i}
            role={clients[i]?.role ?? 'producer'}
            picture={picture}
            atMs={atMs}
            open={open}
          />
        ))}
      </div>
      <div class="network" aria-hidden="true">
        <span>network</span>
      </div>
      <div class="brokers">
        {brokers.map(({ id }) => (
          <Broker
            key={id}
            id={id}
            picture={picture}
            partitions={partitions}
            lanes={clients.map(({ name }) => name)}
            open={open}
          />
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div class="air" ref={air} role="group" aria-label="Messages in flight" />
      {menu.value !== null && (
        <FaultMenu
          session={session}
          branch={branch}
          menu={menu.value}
          close={() => {
            menu.value?.opener.focus();
            menu.value = null;
          }}
        />
      )}
    </section>
  );
}
