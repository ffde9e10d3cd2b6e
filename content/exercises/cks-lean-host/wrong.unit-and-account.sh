# fails: port/answer, port/gone, root/others
# The unit's name instead of the program; the account is removed as a whole.
ssh @{node1} bash -s <<'SCRIPT'
echo @{unit}.service > /opt/answers/lean-host/program
systemctl disable --now @{unit}
rm @{program}
userdel -r @{user}
SCRIPT
