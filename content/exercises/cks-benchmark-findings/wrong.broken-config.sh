# fails: kubelet/findings, kubelet/ready
ssh @{node1} 'sed -i "s/anonymous:/anonymous: false/" /var/lib/kubelet/config.yaml; chmod 600 /usr/lib/systemd/system/kubelet.service; systemctl restart kubelet'
sleep 60
