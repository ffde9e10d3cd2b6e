# By systemd v255: src/systemctl/systemctl-*.c, src/shared/install.c; what goes without a manager compared with systemctl 252 --root
cat > /etc/systemd/system/app.service <<'U'
[Unit]
Description=An app
After=network.target

[Service]
Environment="WORDS=two words" PLAIN=x
EnvironmentFile=-/etc/default/app
ExecStart=/bin/sleep 1000
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure
RestartSec=90
MemoryMax=64M

[Install]
WantedBy=multi-user.target
RequiredBy=graphical.target
U
printf '[Service]\nExecStart=/bin/false\n' > /etc/systemd/system/bad.service; printf '[Timer]\nOnCalendar=daily\n' > /etc/systemd/system/app.timer
systemctl daemon-reload; systemctl enable --now app; systemctl is-enabled app; systemctl start bad; systemctl start app.timer
systemctl list-units --type=service -o json | jq -c '.[] | select(.unit | test("app|bad"))'; systemctl list-units 'app*'; systemctl list-units --failed; systemctl --failed --no-legend --plain; systemctl --state=running -t timer
systemctl list-unit-files 'app*' bad.service; systemctl list-unit-files -o json-pretty 'app.*'; systemctl list-unit-files 'zz*'; systemctl list-unit-files --state=static --no-legend
systemctl list-timers; systemctl list-timers --no-legend; systemctl list-sockets --all; systemctl list-jobs; systemctl -t nothing; systemctl list-units -o nothing
systemctl show app -p Id,ActiveState,SubState,Restart,RestartUSec,MemoryMax,Environment,EnvironmentFiles,After,WantedBy,NRestarts,CPUQuotaPerSecUSec,CanReload,UnitFileState
systemctl show -P ActiveState app bad; systemctl show --value -p LoadState,Description app none; systemctl show -p ExecStart app | sed 's/[0-9][0-9]*/N/g'; systemctl show bad -p Result,ExecMainCode,ExecMainStatus
systemctl show app | cut -d= -f1 | sort | uniq -d; systemctl show app | wc -l | awk '{print ($1 > 120)}'; systemctl show -p SystemState,NFailedUnits; systemctl is-system-running; echo $?; systemctl reset-failed bad; systemctl is-system-running; systemctl is-failed bad; systemctl reset-failed none; echo $?
systemctl set-property app CPUQuota=20% MemoryHigh=32M; cat /etc/systemd/system.control/app.service.d/*; systemctl show app -p CPUQuotaPerSecUSec,MemoryHigh,DropInPaths; systemctl set-property --runtime app TasksMax=50; ls /run/systemd/system.control/app.service.d; systemctl set-property app Nothing=1; echo $?; systemctl set-property app what; echo $?
systemctl revert app; ls /etc/systemd/system.control; systemctl show app -p CPUQuotaPerSecUSec,DropInPaths
printf '[Service]\nRestart=no\n' | systemctl edit --stdin app; systemctl show -p Restart,DropInPaths app; systemctl cat app | tail -4; systemctl edit app; echo $?; systemctl edit --stdin --drop-in=more app <<< '[Unit]
Description=Else'; systemctl show -P Description app; systemctl edit nothing --stdin < /dev/null; echo $?
systemctl mask --now app; systemctl is-enabled app; systemctl is-active app; systemctl unmask app; systemctl mask --runtime ssh; systemctl is-enabled ssh; systemctl unmask --runtime ssh
systemctl disable app; systemctl add-wants multi-user.target bad; systemctl is-enabled bad; systemctl enable --runtime app; systemctl enable bad 2>&1 | head -5; systemctl reenable app; systemctl preset app
mkdir -p /opt/units; printf '[Service]\nExecStart=/bin/sleep 99\n[Install]\nWantedBy=multi-user.target\n' > /opt/units/opt.service; systemctl link /opt/units/opt.service; systemctl enable --now /opt/units/opt.service; systemctl is-active opt; systemctl link relative; echo $?
systemctl get-default; systemctl set-default graphical; systemctl get-default; systemctl set-default multi-user.target; systemctl set-default nope; echo $?; systemctl isolate multi-user; echo $?; systemctl isolate ssh.service; echo $?; systemctl isolate nope.target; echo $?
systemctl reload-or-restart opt; systemctl try-reload-or-restart opt; systemctl condrestart opt; systemctl is-active opt; systemctl reload opt; echo $?; systemctl show-environment; systemctl log-level; systemctl nonsense; systemctl start; systemctl --bad; systemctl status "$(systemctl show -P MainPID opt)" | sed -n '1p;3p' | sed 's/since.*//'; systemctl --root=/mnt list-units; systemctl poweroff --dry-run; systemctl list-dependencies opt; systemctl -H other status
