import { FALCO_RELEASE } from '../../hosts/packages/falco/falco-packages.ts';
import type { Process } from '../../kernel/process-api.ts';
import { CONTAINER_PLUGIN_VERSION, ENGINE_VERSION } from './rules/read-rules.ts';

/** Of the file that is executed. Differs: whatever it says, it does what the newest does. */
export function falcoVersion({ release }: Process): string {
	return release?.replace(/^v/, '').replace(/-debian$/, '') ?? FALCO_RELEASE;
}

const LIBS = '0.23.1';
const PLUGIN_API = '3.12.0';
const DRIVER_API = '8.0.4';
const DRIVER_SCHEMA = '4.1.1';
const DRIVER = '9.1.0+driver';

/** Models falco/app/actions/print_version.cpp. */
export function versionText(process: Process): string {
	return `Falco version: ${falcoVersion(process)}
Libs version:  ${LIBS}
Plugin API:    ${PLUGIN_API}
Engine:        ${ENGINE_VERSION}
Driver:
  API version:    ${DRIVER_API}
  Schema version: ${DRIVER_SCHEMA}
  Default driver: ${DRIVER}
`;
}

export function versionsJson(process: Process): string {
	return JSON.stringify({
		default_driver_version: DRIVER,
		driver_api_version: DRIVER_API,
		driver_schema_version: DRIVER_SCHEMA,
		engine_version: ENGINE_VERSION.split('.')[1],
		engine_version_semver: ENGINE_VERSION,
		falco_version: falcoVersion(process),
		libs_version: LIBS,
		plugin_api_version: PLUGIN_API,
		plugin_versions: { container: CONTAINER_PLUGIN_VERSION },
	});
}
