// A board as Grafana's own types have it, each kind of panel with its own options. JSON has words where the types
// have enumerations, so those are taken as their values.
import type { Dashboard, FieldConfig, FieldConfigSource, Panel } from '@grafana/schema';
import type * as Lines from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as States from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';

type Plain<T> = T extends string
  ? `${T}`
  : T extends (infer Each)[]
    ? Plain<Each>[]
    : T extends object
      ? { [Key in keyof T]: Plain<T[Key]> }
      : T;
type Drawn<Kind extends string, Options, Custom> = Plain<Omit<Panel, 'type' | 'options' | 'fieldConfig'>> & {
  type: Kind;
  options: Plain<Options>;
  fieldConfig: {
    defaults: Plain<Omit<FieldConfig, 'custom'>> & { custom: Plain<Custom> };
    overrides: Plain<FieldConfigSource['overrides']>;
  };
};
// The panel knows `spanNulls`, its published type does not; `frameIndex` is the viewer's, not the file's.
type Timeline = States.FieldConfig & { spanNulls?: boolean };

export type Board = Plain<Omit<Dashboard, 'panels'>> & {
  panels: (
    | Drawn<'timeseries', Lines.Options, Lines.FieldConfig>
    | Drawn<'state-timeline', States.Options, Timeline>
    | Drawn<'table', Omit<Table.Options, 'frameIndex'>, Table.FieldConfig>
  )[];
};
