# fails: silent/ready, lasting/after-reboot
ssh @{node2} systemctl enable --now kubelet
sleep 60
