# fails: lasting/after-reboot
ssh @{node2} "@{fault.mend}; systemctl restart kubelet"
sleep 60
