echo 'maxPods: @{few}' >> /var/lib/kubelet/config.yaml
systemctl restart kubelet
sleep 15
@{credentials.break}
@{flags.break}
systemctl daemon-reload
systemctl restart kubelet
