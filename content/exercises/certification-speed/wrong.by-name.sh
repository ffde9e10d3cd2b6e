# fails: answers/pods, answers/password, answers/nodes
kubectl get pods -n harbour -o name > /opt/answers/pods.txt
kubectl get secret vault -n harbour -o jsonpath='{.data.password}' > /opt/answers/password.txt
kubectl get nodes -o jsonpath='{.items[*].metadata.name} {.items[*].status.addresses[0].address}' > /opt/answers/nodes.txt
