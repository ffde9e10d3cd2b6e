# fails: loop/answers, loop/image, loop/old-tag
# The new image under the old tag: nothing changes in the Deployment, and the nodes keep what they have.
sed -i 's/welcome to the shop/welcome to the new shop/' /root/shop/server.py
docker build -q -t controlplane:5000/shop:1 /root/shop
docker push -q controlplane:5000/shop:1
kubectl apply -f /root/shop/k8s
