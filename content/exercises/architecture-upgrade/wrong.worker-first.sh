# fails: worker/not-ahead
ssh node01 "sed -i 's/v1.34/v1.35/' /etc/apt/sources.list.d/kubernetes.list; apt-get update; apt-get install -y --allow-change-held-packages kubelet=1.35.0-1.1; systemctl daemon-reload; systemctl restart kubelet"
sleep 30
