# The keeper first, links and files by hand, groups set as a whole.
ssh @{node1} bash -s <<'SCRIPT'
echo @{program} > /opt/answers/lean-host/program
systemctl stop @{unit}-keeper
systemctl stop @{unit}
rm -f /etc/systemd/system/@{unit}*.service /etc/systemd/system/multi-user.target.wants/@{unit}*
systemctl daemon-reload
rm -f @{program}
@{rights.other}
usermod -G "" @{user}
SCRIPT
