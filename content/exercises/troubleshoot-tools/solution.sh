kubectl logs -n field -l app=api --all-containers --tail=-1 | grep -o 'order=[0-9]*' | cut -d= -f2 > /root/order.txt
kubectl get pods -n field -o jsonpath='{range .items[*].spec.containers[*]}{.image}{"\n"}{end}' | sort -u > /root/images.txt
kubectl patch quota field -n field -p '{"spec":{"hard":{"pods":"7"}}}'
kubectl rollout status deployment/mailer -n field --timeout=120s
kubectl config set-context field --cluster=kubernetes --user=kubernetes-admin --namespace=field
sleep 5
