# fails: needle/order
# With a selector, logs are cut to the last ten lines.
sleep 60
kubectl logs -n field -l app=api,tier=front | grep -o 'order=[0-9]*' | cut -d= -f2 > /root/order.txt
