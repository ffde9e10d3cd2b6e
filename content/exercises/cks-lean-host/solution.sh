pid=$(ssh @{node1} ss -tlnp | grep -w @{port} | grep -o 'pid=[0-9]*' | cut -d= -f2)
ssh @{node1} "readlink /proc/$pid/exe > /opt/answers/lean-host/program"
units=$(ssh @{node1} "grep -rlE '@{program}|@{unit}' /etc/systemd/system" | xargs -n 1 basename)
ssh @{node1} systemctl disable --now $units
for unit in $units; do ssh @{node1} rm /etc/systemd/system/$unit; done
ssh @{node1} rm @{program}
ssh @{node1} @{rights.take}
ssh @{node1} gpasswd -d @{user} docker
