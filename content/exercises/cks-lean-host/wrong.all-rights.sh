# fails: root/others, port/answer, port/reboot
# Nobody has rights any more; the kubelet goes with the program.
ssh @{node1} bash -s <<'SCRIPT'
rm -f /etc/sudoers.d/50-*
gpasswd -d @{user} docker
systemctl disable --now kubelet
SCRIPT
