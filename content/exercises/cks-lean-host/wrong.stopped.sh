# fails: port/gone, port/reboot, root/no-root
# Ended, but neither disabled nor deleted; docker is forgotten.
ssh @{node1} bash -s <<'SCRIPT'
echo @{program} > /opt/answers/lean-host/program
systemctl stop @{unit}-keeper @{unit}
@{rights.take}
SCRIPT
