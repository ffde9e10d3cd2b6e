# fails: images/list
kubectl get pods -n field -o jsonpath='{range .items[*]}{.spec.containers[0].image}{"\n"}{end}' | sort -u > /root/images.txt
