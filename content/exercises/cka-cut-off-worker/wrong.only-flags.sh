# fails: ready/itself, ready/pods-run, room/as-many
ssh @{node2} '@{flags.mend}; sed -i /maxPods/d /var/lib/kubelet/config.yaml; systemctl daemon-reload; systemctl restart kubelet'
sleep 60
