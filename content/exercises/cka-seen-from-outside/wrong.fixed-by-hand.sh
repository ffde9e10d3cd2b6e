# fails: address/answers, source/nodes
# An external address that nobody announces.
kubectl delete service @{edge} -n @{namespace}
kubectl expose deployment @{edge} -n @{namespace} --port=80 --external-ip=172.30.1.205 --type=NodePort --overrides='{"spec": {"externalTrafficPolicy": "Local"}}'
printf '@{node1}\n@{node2}\n' > /opt/answers/edge/node.txt
sleep 15
