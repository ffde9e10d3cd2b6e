cat > /tmp/prepare <<'SCRIPT'
mkdir -p "$(dirname @{program})" /opt/answers/lean-host
chmod 0777 /opt/answers/lean-host
cp /usr/bin/nc @{program}
printf '[Unit]\nDescription=Tells how the machine is\n[Service]\nExecStart=@{program} -lk @{port}\nRestart=always\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/@{unit}.service
systemctl daemon-reload
systemctl enable --now @{unit}
@{start.more}
useradd -m -s /bin/bash @{user}
useradd -m -s /bin/bash @{colleague}
echo 'backup at night' > /home/@{user}/notes
@{rights.give}
chmod 440 /etc/sudoers.d/50-*
SCRIPT
ssh @{node1} bash -s < /tmp/prepare 2> /dev/null
rm /tmp/prepare
