# fails: token/command
token=$(kubeadm token create --ttl @{hours.n}h --description '@{description}')
echo "kubeadm join 172.30.1.2:6443 --token $token --discovery-token-unsafe-skip-ca-verification" > /opt/answers/join/command.sh
