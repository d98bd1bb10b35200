/**
 * The versions of Kafka, and every setting of a producer, with its default and its effect. A change applies to all producers of the program, and
 * runs it again.
 */

import versionNames from 'virtual:versions';
import { type Signal, signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ClientVersionName } from '../../../src/index.ts';
import { GROUPS, type Group, type Setting } from '../settings/setting.ts';
import { versionOptions } from '../settings/versions.ts';
import type { Session } from './session.ts';

/** Loaded when the panel is first opened. */
const settings: Signal<readonly Setting[] | null> = signal(null);

async function loadSettings(): Promise<void> {
  settings.value ??= (await import('virtual:settings')).default;
}

export function SettingsPanel({ session }: { readonly session: Session }) {
  const wanted = useSignal('');
  const changed = session.settings.value;
  const versions = session.versions.value;
  const version = versions.clients ?? (versionNames[0] as string);
  const words = wanted.value.toLowerCase().split(/\s+/);
  useEffect(() => void loadSettings(), []);
  const found = (settings.value ?? []).filter(
    ({ key, effect, defaults }) =>
      version in defaults && words.every((word) => `${key} ${effect}`.toLowerCase().includes(word)),
  );
  const { clientVersion, brokerVersion } = versionOptions(versions);
  const options = [
    ...Object.entries(changed).map(([key, value]) => `--set ${key}=${value}`),
    ...(clientVersion === undefined ? [] : [`--client-version ${clientVersion}`]),
    ...(brokerVersion === undefined ? [] : [`--broker-version ${brokerVersion}`]),
  ];
  return (
    <div class="settings">
      <VersionField
        name="Clients"
        value={versions.clients}
        set={(clients) => session.setVersions({ ...versions, clients })}
      />
      <VersionField
        name="Brokers"
        value={versions.brokers}
        set={(brokers) => session.setVersions({ ...versions, brokers })}
      />
      <label class="field">
        <span>Find a setting</span>
        <input
          type="search"
          value={wanted.value}
          onInput={({ currentTarget }) => {
            wanted.value = currentTarget.value;
          }}
        />
      </label>
      <p class="quiet">
        {options.length === 0
          ? 'A setting that you change here replaces that of every producer in the program, and the program runs again.'
          : `${options.length} changed: the command line takes ${options.join(' ')}`}
      </p>
      {(Object.keys(GROUPS) as Group[]).map((group) => {
        const members = found.filter((setting) => setting.group === group);
        if (members.length === 0) return null;
        return (
          <details
            key={group}
            open={group === 'delivery' || group === 'batches' || group === 'time' || wanted.value !== ''}
          >
            <summary>
              {GROUPS[group]} <small>{members.length}</small>
            </summary>
            {members.map((setting) => (
              <Field
                key={setting.key}
                setting={setting}
                version={version}
                value={changed[setting.key] ?? null}
                set={(value) => session.set(setting.key, value)}
              />
            ))}
          </details>
        );
      })}
      {settings.value !== null && found.length === 0 && (
        <p>No setting matches. The names are those of Kafka: linger.ms, acks, …</p>
      )}
    </div>
  );
}

interface VersionFieldProps {
  readonly name: string;
  readonly value: ClientVersionName | null;
  readonly set: (version: ClientVersionName | null) => void;
}

function VersionField({ name, value, set }: VersionFieldProps) {
  return (
    <label class="field">
      <span>{name} of Kafka</span>
      <select
        value={value ?? ''}
        onChange={({ currentTarget }) => set((currentTarget.value || null) as ClientVersionName | null)}
      >
        <option value="">as in the program</option>
        {versionNames.map((version) => (
          <option value={version}>{version}</option>
        ))}
      </select>
    </label>
  );
}

interface FieldProps {
  readonly setting: Setting;
  /** Of the clients. */
  readonly version: string;
  readonly value: string | null;
  readonly set: (value: string | null) => void;
}

function Field({ setting, version, value, set }: FieldProps) {
  const { key, choices, effect, hasEffect, type } = setting;
  const byDefault = setting.defaults[version] ?? '';
  const isFixed = type === 'CLASS' || key === 'bootstrap.servers' || key === 'client.id';
  const id = `setting-${key}`;
  const change = (text: string): void => set(text === '' ? null : text);
  return (
    <div class={`setting${value === null ? '' : ' changed'}${hasEffect ? '' : ' idle'}`}>
      <label for={id}>
        <code>{key}</code>
      </label>
      {isFixed ? (
        <span class="quiet">the program’s</span>
      ) : choices.length > 0 ? (
        <select
          id={id}
          value={value ?? ''}
          aria-describedby={`${id}-effect`}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        >
          <option value="">as in the program</option>
          {choices.map((choice) => (
            <option value={choice}>{choice === byDefault ? `${choice} (default)` : choice}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type="text"
          inputMode={type === 'INT' || type === 'LONG' ? 'numeric' : 'text'}
          placeholder={byDefault}
          value={value ?? ''}
          aria-describedby={`${id}-effect`}
          onChange={({ currentTarget }) => change(currentTarget.value.trim())}
        />
      )}
      <p id={`${id}-effect`}>{effect}</p>
    </div>
  );
}
