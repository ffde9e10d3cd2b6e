# fails: joined/ready, joined/after-reboot
kubeadm token create --ttl @{hours.n}h --description '@{description}' --print-join-command > /opt/answers/join/command.sh
timeout 100 ssh @{node2} "$(cat /opt/answers/join/command.sh) --ignore-preflight-errors=all"
sleep 30
