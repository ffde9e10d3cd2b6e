# fails: node02/ready, node02/after-a-reboot
ssh node02 'systemctl start kubelet'
sleep 30
