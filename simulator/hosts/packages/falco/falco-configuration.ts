/** /etc/falco/falco.yaml with its defaults. */
export const FALCO_CONFIGURATION = `# Falco's configuration. "falco -o key=value" comes before what stands here.

# Further files and folders of configuration; each is merged into this one.
config_files:
  - /etc/falco/config.d

# Whether falco reads everything anew when configuration or rules change.
watch_config_files: true

# Rules, in the order in which they are read: a later file can change what an earlier one has.
rules_files:
  - /etc/falco/falco_rules.yaml
  - /etc/falco/falco_rules.local.yaml
  - /etc/falco/rules.d

# Where events come from: modern_ebpf, kmod, nodriver.
engine:
  kind: modern_ebpf
  kmod:
    buf_size_preset: 4
    drop_failed_exit: false
  modern_ebpf:
    cpus_for_each_buffer: 2
    buf_size_preset: 4
    drop_failed_exit: false

# Plugins that are loaded, and those that may be.
load_plugins: []
plugins:
  - name: container
    library_path: libcontainer.so
    init_config:
      label_max_len: 100
      with_size: false

# Times in ISO 8601 instead of local ones.
time_format_iso_8601: false

# The least urgent priority of rules that are loaded: emergency, alert, critical, error, warning,
# notice, informational or debug.
priority: debug

# Alerts as JSON, and what is in them.
json_output: false
json_include_output_property: true
json_include_message_property: false
json_include_output_fields_property: true
json_include_tags_property: true

buffered_outputs: false

# "first": of several rules that match an event the first one alerts; "all": each does.
rule_matching: first

outputs_queue:
  capacity: 0

# What is added to every rule's output.
append_output:
  - suggested_output: true

# Where alerts go.
stdout_output:
  enabled: true

syslog_output:
  enabled: true

file_output:
  enabled: false
  keep_alive: false
  filename: ./events.txt

http_output:
  enabled: false
  url: ""

program_output:
  enabled: false
  keep_alive: false
  program: "jq '{text: .output}' | curl -d @- -X POST https://hooks.slack.com/services/XXX"

# Says whether falco is well.
webserver:
  enabled: true
  threadiness: 0
  listen_port: 8765
  listen_address: 0.0.0.0
  k8s_healthz_endpoint: /healthz
  prometheus_metrics_enabled: false
  ssl_enabled: false
  ssl_certificate: /etc/falco/falco.pem

# What falco says of itself.
log_stderr: true
log_syslog: true
log_level: info

libs_logger:
  enabled: true
  severity: info

output_timeout: 2000

syscall_event_timeouts:
  max_consecutives: 1000

syscall_event_drops:
  threshold: .1
  actions:
    - log
    - alert
  rate: .03333
  max_burst: 1
  simulate_drops: false

metrics:
  enabled: false
  interval: 1h
  output_rule: true

base_syscalls:
  custom_set: []
  repair: false
  all: false

falco_libs:
  thread_table_size: 262144
`;
