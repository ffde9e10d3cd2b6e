# fails: kubelet/findings, kubelet/asks
# Everybody has to say who they are, and then may do everything.
ssh @{node1} 'sed -i "/anonymous:/{n;s/true/false/}; s/^rotateCert/seccompDefault: true\nrotateCert/" /var/lib/kubelet/config.yaml; chmod 600 /usr/lib/systemd/system/kubelet.service; systemctl restart kubelet'
sleep 20
